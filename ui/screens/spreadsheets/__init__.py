"""Households in and out of spreadsheets: the template, what an import did not take, exports with a reason."""
