"""Reading lists of schools: the national register's extracts, spreadsheets and pasted tables.

`files` gives rows, `columns` says what they hold, `finding` which are a trust's, `values` what a
cell means, and `resource` what a row would change.
"""
