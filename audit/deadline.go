package audit

// DeadlineOf returns the day by which a county's reports of a year must be
// published, and what it rests on: the configured one, else the catalogue's default.
func DeadlineOf(options Options, countyCode string, year int) Deadline {
	return options.deadline(countyCode, year)
}
