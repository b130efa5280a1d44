import Tooltip from '@material-ui/core/Tooltip';
import { useTimeText } from './useTimeText';

export interface RelativeTimeProps {
  /** ISO 8601. */
  readonly time: string;
  readonly className?: string;
}

/** How long ago something was; the exact time on hover and focus. */
export function RelativeTime({ time, className }: RelativeTimeProps) {
  const text = useTimeText();
  const exact = text.exact(time);
  return (
    <Tooltip title={exact}>
      <time
        dateTime={time}
        aria-label={`${text.ago(time)}, ${exact}`}
        className={className}
      >
        {text.ago(time)}
      </time>
    </Tooltip>
  );
}
