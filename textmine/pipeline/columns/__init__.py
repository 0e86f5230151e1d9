"""Which heading of a team's roster and episodes table is which column of ours."""
