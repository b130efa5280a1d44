import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { WaitingChanges } from '../changes/WaitingChanges';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';
import { ArtifactFacts } from './ArtifactFacts';
import { LiveFacts } from './LiveFacts';
import { PlaceFacts } from './PlaceFacts';

const useStyles = makeStyles(
  theme => ({
    heading: {
      fontSize: '0.95rem',
      fontWeight: 700,
      margin: theme.spacing(0, 0, 0.5),
    },
    sides: {
      display: 'grid',
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      gridTemplateRows: 'auto 1fr',
      columnGap: theme.spacing(4),
      rowGap: theme.spacing(3),
      // In one column what runs comes before where that is.
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
        gridTemplateRows: 'auto',
      },
    },
    runs: {
      gridColumn: 2,
      gridRow: '1 / span 2',
      [theme.breakpoints.down('sm')]: { gridColumn: 1, gridRow: 'auto' },
    },
    others: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) },
  }),
  { name: 'GitopsTargetDetails' },
);

export interface TargetDetailsProps {
  readonly target: TargetState;
  /** The same target on other clusters. */
  readonly alsoOn?: readonly TargetState[];
  readonly onChoose?: (target: TargetState) => void;
}

/** What Git declares for one target beside what runs, and where that is. */
export function TargetDetails(props: TargetDetailsProps) {
  const { target, alsoOn = [], onChoose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { main, others } = artifactsOf(target);
  const { behind } = target;
  return (
    <>
      <div className={classes.sides}>
        <Section title={t('target.declares')}>
          {main ? (
            [main, ...others].map(artifact => (
              <ArtifactFacts
                key={`${artifact.kind}:${artifact.name}:${artifact.field}`}
                target={target}
                artifact={artifact}
              />
            ))
          ) : (
            <p>{t('target.noArtifacts')}</p>
          )}
        </Section>
        <Section
          className={classes.runs}
          title={target.live ? t('target.runs') : t('target.noCluster.title')}
        >
          <LiveFacts live={target.live} target={target.id} />
        </Section>
        <Section title={t('target.where')}>
          <PlaceFacts target={target} />
        </Section>
      </div>
      {behind.state === 'behind' && (
        <Section title={t('target.waiting')}>
          <WaitingChanges
            changes={behind.changes}
            count={behind.count}
            from={behind.environment}
          />
        </Section>
      )}
      {alsoOn.length > 0 && onChoose && (
        <Section title={t('target.alsoOn')}>
          <div className={classes.others}>
            {alsoOn.map(other => (
              <ActionButton key={other.id} onClick={() => onChoose(other)}>
                {other.cluster ?? other.unitName}
              </ActionButton>
            ))}
          </div>
        </Section>
      )}
    </>
  );
}

function Section(props: {
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <section className={props.className}>
      <h3 className={classes.heading}>{props.title}</h3>
      {props.children}
    </section>
  );
}
