"""What a study gives out: reports, what earlier ones showed, and prompts for the team."""
