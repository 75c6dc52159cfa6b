"""For the `piccolo` command of developers; the portal itself binds its engine from its settings."""

from piccolo.conf.apps import AppRegistry

from portal import database, settings

SETTINGS = settings.load(environment="demo")
DB = database.engine_for(SETTINGS.database_url, SETTINGS.data)
APP_REGISTRY = AppRegistry(apps=["portal.piccolo_app"])
