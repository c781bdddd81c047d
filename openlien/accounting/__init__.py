"""The accountant's work above the books: charges, closing of cases, month end, financial reports."""
