"""Published figures: what the print says of itself, and what the workbench finds."""
