"""Every write of letters and mail, in a file for each thing written to.

files_of_runs     a print run begun, its file fetched, destroyed, its letters posted
mailings          a mailing drafted, changed, started, gone on with, removed
reissue           a code issued again, once two officers agreed
codes_shown       codes on the screen, for tests and demonstrations
leaving           what goes when a test is wiped or personal data are erased
lists             lists of whom was written to, for download
"""
