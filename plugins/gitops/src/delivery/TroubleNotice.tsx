import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  DeliveryTrouble,
  EngineKind,
  TroubleKind,
} from '@backstage-gitops/plugin-gitops-common';
import { Notice } from '../look/Notice';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { troubleIcons } from './DeliveryMark';
import { troubleTone } from './troubleTone';
import { useDeliveryText } from './useDeliveryText';

/** Those that a person can do something about, or should know how they end. */
const HINTED = [
  'claimed',
  'fetchFailed',
  'failed',
  'degraded',
  'suspended',
  'rolloutPaused',
  'waiting',
  'needsSync',
  'notFetched',
] as const;

const useStyles = makeStyles(
  theme => ({
    message: { margin: 0, whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
    names: {
      margin: theme.spacing(0.5, 0),
      paddingLeft: theme.spacing(2.5),
      overflowWrap: 'anywhere',
    },
    hint: { margin: theme.spacing(0.5, 0, 0), color: subtleText(theme) },
  }),
  { name: 'GitopsTroubleNotice' },
);

export interface TroubleNoticeProps {
  readonly engine: EngineKind;
  readonly trouble: DeliveryTrouble;
  /** Seen too long ago to be told in colour. */
  readonly stale: boolean;
}

/** Why it is stuck, in the engine's words, and how that ends. */
export function TroubleNotice({ engine, trouble, stale }: TroubleNoticeProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const text = useDeliveryText();
  const { kind, message, names } = trouble;
  const Icon = troubleIcons[kind];
  const hinted = HINTED.find(one => one === kind);
  const listed = kind === 'claimed' || names.length > 1;
  return (
    <Notice
      tone={stale ? 'unknown' : troubleTone(kind)}
      icon={<Icon />}
      title={text.trouble(trouble)}
    >
      {message && !repeats(kind, names) && (
        <p className={classes.message}>{message}</p>
      )}
      {listed && (
        <ul className={classes.names}>
          {names.map(name => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
      {hinted && (
        <p className={classes.hint}>
          {t(`delivery.hint.${hinted}`, { engine: t(`live.engine.${engine}`) })}
        </p>
      )}
    </Notice>
  );
}

/** Where the message says what the title and the names do. */
function repeats(kind: TroubleKind, names: readonly string[]): boolean {
  if (kind === 'needsSync') return true;
  return (kind === 'waiting' || kind === 'claimed') && names.length > 0;
}
