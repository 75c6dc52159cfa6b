"""The form engine: XLSForm in, ODK XForms semantics, no HTTP and no database.

`importing.read_form` turns a spreadsheet into a `Definition`; `engine.compile_form` turns that into a `Form`, once per
published version; `Form.evaluate` turns answers into a `State`: what is asked, required, valid, and which step is next.
"""
