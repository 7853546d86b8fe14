"""Due days by chinesecalendar: for every start day a line with the start and its 1st, 2nd ... working day after it."""

import sys
from bisect import bisect_right
from datetime import date, timedelta

import chinese_calendar

first, last, most = date.fromisoformat(sys.argv[1]), date.fromisoformat(sys.argv[2]), int(sys.argv[3])
works = chinese_calendar.get_workdays(first, last)
day = first
while day <= last:
    after = bisect_right(works, day)
    print(",".join(one.isoformat() for one in [day, *works[after : after + most]]))
    day += timedelta(days=1)
