"""XPath 1.0 with the functions and comparisons of the ODK XForms specification, compiled to closures."""
