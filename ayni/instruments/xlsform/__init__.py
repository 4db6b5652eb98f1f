"""XLSForm: the subset that this engine knows, read from a spreadsheet, asked on a page, answered into a table.

What the subset does not know is refused by the name of its sheet, row and column: nothing is half understood.
"""
