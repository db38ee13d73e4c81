"""Under which headings this app's records are listed on the data-entry pages."""

PROCUREMENT = "Procurement"
MONEY = "Money and the team"
LAW = "Procurement law"
