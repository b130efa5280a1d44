import Tooltip from '@material-ui/core/Tooltip';
import { useTimeText } from './useTimeText';

export interface RelativeTimeProps {
  /** ISO 8601. */
  readonly time: string;
  readonly className?: string;
  /** `span` says "3 h" where a heading says that it is a while. */
  readonly look?: 'ago' | 'span';
}

/** How long ago something was; the exact time on hover and focus. */
export function RelativeTime(props: RelativeTimeProps) {
  const { time, className, look = 'ago' } = props;
  const text = useTimeText();
  const exact = text.exact(time);
  return (
    <Tooltip title={exact}>
      <time
        dateTime={time}
        aria-label={`${text[look](time)}, ${exact}`}
        className={className}
      >
        {text[look](time)}
      </time>
    </Tooltip>
  );
}
