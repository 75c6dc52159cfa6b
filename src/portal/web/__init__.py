"""HTTP below the features: rendering, errors, language, security, sessions."""
