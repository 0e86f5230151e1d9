"""What stands in a narrative in place of what identifies, the same through the whole of a child's file."""
