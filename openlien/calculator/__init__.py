"""Every formula of the product by name, with typed inputs: for JSON interface, commands and pages."""
