"""What a reader sees: tables, figures, key figures, comments."""
