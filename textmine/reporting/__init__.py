"""What managers read: indicators, disclosure control, three files."""
