"""录入助手: a household shown as the national system asks for it, one value after the other to the clipboard."""
