import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FoldIcon from '@material-ui/icons/ChevronRight';
import { lazy, ReactNode, Suspense, useMemo, useState } from 'react';
import { CopyButton } from '../artifacts/CopyButton';
import { countLines } from '../diff/unifiedDiff';
import { focusRing, hairline, monospace } from '../look/surface';
import { toneColors } from '../look/tones';
import { Bone } from '../requests/Bone';
import { gitopsTranslationRef } from '../translation';

// The component that draws differences is only fetched where one is shown.
const UnifiedDiff = lazy(() =>
  import('../diff/UnifiedDiff').then(m => ({ default: m.UnifiedDiff })),
);

const useStyles = makeStyles(
  theme => ({
    root: {
      border: hairline(theme),
      borderRadius: 8,
      overflow: 'hidden',
      '& + &': { marginTop: theme.spacing(1) },
    },
    head: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      paddingRight: theme.spacing(1.5),
    },
    button: {
      flex: 1,
      minWidth: 0,
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      padding: theme.spacing(0.75, 1),
      border: 0,
      background: 'none',
      font: 'inherit',
      fontSize: '0.84rem',
      textAlign: 'left',
      color: 'inherit',
      cursor: 'pointer',
      overflowWrap: 'anywhere',
      '&:focus-visible': { ...focusRing(theme), outlineOffset: -2 },
    },
    icon: { fontSize: '1.15rem', flexShrink: 0 },
    unfolded: { transform: 'rotate(90deg)' },
    title: { minWidth: 0 },
    counts: {
      display: 'inline-flex',
      gap: 6,
      fontFamily: monospace,
      fontSize: '0.78rem',
      fontWeight: 600,
      whiteSpace: 'nowrap',
    },
    added: { color: toneColors(theme, 'ok').text },
    removed: { color: toneColors(theme, 'alert').text },
    waiting: { padding: theme.spacing(1, 1.5) },
  }),
  { name: 'GitopsDiffFold' },
);

export interface DiffFoldProps {
  readonly title: ReactNode;
  /** What may be taken along, such as a path. */
  readonly copy?: string;
  readonly diff: string;
  readonly unfolded: boolean;
}

/** One file or object with how many lines differ; unfolded, which. */
export function DiffFold({ title, copy, diff, unfolded }: DiffFoldProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [open, setOpen] = useState(unfolded);
  const { added, removed } = useMemo(() => countLines(diff), [diff]);
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.button}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <FoldIcon
            aria-hidden
            className={
              open ? `${classes.icon} ${classes.unfolded}` : classes.icon
            }
          />
          <span className={classes.title}>{title}</span>
        </button>
        {copy && <CopyButton text={copy} />}
        <span className={classes.counts}>
          <span
            className={classes.added}
            title={t('proposal.plan.added', { count: added })}
          >
            +{added.toLocaleString()}
          </span>
          <span
            className={classes.removed}
            title={t('proposal.plan.removed', { count: removed })}
          >
            −{removed.toLocaleString()}
          </span>
        </span>
      </div>
      {open && (
        <Suspense
          fallback={
            <div className={classes.waiting}>
              <Bone width="60%" height={18} />
            </div>
          }
        >
          <UnifiedDiff diff={diff} />
        </Suspense>
      )}
    </div>
  );
}
