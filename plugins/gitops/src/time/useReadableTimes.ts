import { useTimeText } from './useTimeText';

const ISO = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A message of the backend with its times told as this page tells times. */
export function useReadableTimes(text: string): string {
  const time = useTimeText();
  return text.replace(ISO, iso =>
    Number.isNaN(Date.parse(iso)) ? iso : time.minute(iso),
  );
}
