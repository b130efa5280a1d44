// Control characters steer a terminal; bidirectional overrides reorder a line.
const steering =
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from a repository, safe to write to a terminal. */
export function printable(text: string): string {
  return text.replace(steering, '\ufffd');
}
