"""The study for other programs: REFI-QDA both ways, and tables for Excel, R and SPSS."""
