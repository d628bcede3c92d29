"""How codes reach electors: printed letters and e-mails."""
