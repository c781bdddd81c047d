"""Case accounts, journals and the books: what an accountant and an auditor must be able to trust."""
