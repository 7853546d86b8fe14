// Due days by chinese-days: for every start day a line with the start and its 1st, 2nd ... working day after it.
import calendar from 'chinese-days';

const [first, last, most] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const next = new Map();
const after = (day) => {
  if (!next.has(day)) next.set(day, calendar.findWorkday(1, day));
  return next.get(day);
};
const lines = [];
for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
  const start = new Date(at).toISOString().slice(0, 10);
  const line = [start];
  for (let day = after(start); line.length <= most && day <= last; day = after(day)) line.push(day);
  lines.push(line.join(','));
}
process.stdout.write(lines.join('\n') + '\n');
