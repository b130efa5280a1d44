import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ProposalPlan,
  TargetRef,
} from '@backstage-gitops/plugin-gitops-common';
import { hairline, subtleText } from '../look/surface';
import { placeOf } from '../target/placeOf';
import { gitopsTranslationRef } from '../translation';
import { CheckLine } from './CheckLine';
import { FirstOf } from './FirstOf';

const SHOWN = 25;

const useStyles = makeStyles(
  theme => ({
    quiet: { margin: 0, color: subtleText(theme) },
    list: { listStyle: 'none', margin: theme.spacing(1, 0), padding: 0 },
    item: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      padding: theme.spacing(0.5, 0),
      fontSize: '0.88rem',
      overflowWrap: 'anywhere',
    },
    service: { fontWeight: 600 },
    box: { padding: theme.spacing(1, 0), borderBottom: hairline(theme) },
  }),
  { name: 'GitopsAlsoAffects' },
);

export interface AlsoAffectsProps {
  readonly plan: Pick<ProposalPlan, 'alsoAffects' | 'diagnostics'>;
  /** Whether the others may move as well. */
  readonly allowOthers: boolean;
  readonly onAllowOthers: (allow: boolean) => void;
  readonly disabled: boolean;
}

/** Which other targets would move, and the word that they may. */
export function AlsoAffects(props: AlsoAffectsProps) {
  const { alsoAffects, diagnostics } = props.plan;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const count = alsoAffects.length;
  // What moves along within the environment needs nobody's word.
  const isAsked =
    props.allowOthers ||
    diagnostics.some(({ code }) => code === 'proposal-moves-others');
  if (count === 0) {
    return <p className={classes.quiet}>{t('proposal.plan.noAffects')}</p>;
  }
  return (
    <>
      <p className={classes.quiet}>
        {t('proposal.plan.affectsText', { count })}
      </p>
      {isAsked && (
        <div className={classes.box}>
          <CheckLine
            checked={props.allowOthers}
            disabled={props.disabled}
            onChange={props.onAllowOthers}
          >
            {t('proposal.plan.allowOthers', { count })}
          </CheckLine>
        </div>
      )}
      <div className={classes.list}>
        <FirstOf items={alsoAffects} count={SHOWN} keyOf={({ id }) => id}>
          {target => <Affected target={target} />}
        </FirstOf>
      </div>
    </>
  );
}

function Affected({ target }: { readonly target: TargetRef }) {
  const classes = useStyles();
  return (
    <div className={classes.item} title={target.path}>
      <span className={classes.service}>{target.service}</span>
      <span>{target.environment}</span>
      <span className={classes.quiet}>{placeOf(target)}</span>
    </div>
  );
}
