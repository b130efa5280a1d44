import { useTranslationRef } from '@backstage/frontend-plugin-api';
import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import AwayIcon from '@material-ui/icons/CloudOff';
import type { EngineStatus } from '@backstage-gitops/plugin-gitops-common';
import { focusRing } from '../look/surface';
import { toneColors } from '../look/tones';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { inOrder } from './engineOrder';

/** More are counted: the line stays one, and the list names them all. */
const NAMED_AT_MOST = 3;

const useStyles = makeStyles(
  theme => ({
    root: {
      alignSelf: 'flex-start',
      // It belongs to the counts above.
      marginTop: theme.spacing(-1.25),
      display: 'flex',
      alignItems: 'flex-start',
      gap: 6,
      maxWidth: '100%',
      font: 'inherit',
      fontSize: '0.88rem',
      lineHeight: 1.5,
      textAlign: 'left',
      borderRadius: 4,
      color: toneColors(theme, 'unknown').text,
      '& svg': { fontSize: '1.1rem', flexShrink: 0, marginTop: 2 },
      '&:focus-visible': focusRing(theme),
    },
    words: {
      minWidth: 0,
      overflowWrap: 'anywhere',
      textDecoration: 'underline',
      textDecorationStyle: 'dotted',
      textUnderlineOffset: '3px',
    },
  }),
  { name: 'GitopsEnginesAway' },
);

export interface EnginesAwayProps {
  readonly engines: readonly EngineStatus[];
  /** Opens the list of all of them. */
  readonly onOpen: () => void;
}

/**
 * Which engines can't be read, and for how long; nothing while all can, or are
 * being read for the first time.
 */
export function EnginesAway({ engines, onOpen }: EnginesAwayProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const away = inOrder(engines).filter(({ state }) => state === 'failed');
  if (away.length === 0) return null;
  const named = away.slice(0, NAMED_AT_MOST);
  const more = away.length - named.length;
  return (
    <ButtonBase className={classes.root} onClick={onOpen}>
      <AwayIcon aria-hidden />
      <span className={classes.words}>
        {t('engine.away.title')}{' '}
        {named.map((engine, index) => (
          <span key={`${engine.kind} ${engine.name}`}>
            {index > 0 && ', '}
            <Away engine={engine} />
          </span>
        ))}
        {more > 0 && ` ${t('engine.away.more', { count: more })}`}
      </span>
    </ButtonBase>
  );
}

function Away(props: { readonly engine: EngineStatus }) {
  const { kind, name, since, reason } = props.engine;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const engine = `${t(`live.engine.${kind}`)} · ${name}`;
  if (!since) return <span title={reason}>{engine}</span>;
  const exact = t('engine.awaySince', { time: time.exact(since) });
  return (
    <span title={[exact, reason].filter(Boolean).join(': ')}>
      {t('engine.away.one', { engine, time: time.span(since) })}
    </span>
  );
}
