"""PySide6, and nothing but screens: what people see and press; everything they mean is done by the services."""
