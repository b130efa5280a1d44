import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { WaitingChanges } from '../changes/WaitingChanges';
import { SideDrawer } from '../look/SideDrawer';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';
import { ArtifactFacts } from './ArtifactFacts';
import { PlaceFacts } from './PlaceFacts';
import { placeOf } from './placeOf';
import { TargetHistory } from './TargetHistory';

const useStyles = makeStyles(
  theme => ({
    heading: {
      fontSize: '0.95rem',
      fontWeight: 700,
      margin: theme.spacing(0, 0, 0.5),
    },
    others: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) },
  }),
  { name: 'GitopsTargetDrawer' },
);

export interface TargetDetailsProps {
  readonly target: TargetState;
  /** The same target on other clusters. */
  readonly alsoOn?: readonly TargetState[];
  readonly onChoose?: (target: TargetState) => void;
}

/** Everything Git tells of one target. */
export function TargetDetails(props: TargetDetailsProps) {
  const { target, alsoOn = [], onChoose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { main, others } = artifactsOf(target);
  const { behind } = target;
  return (
    <>
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
      {behind.state === 'behind' && (
        <Section title={t('target.waiting')}>
          <WaitingChanges
            changes={behind.changes}
            count={behind.count}
            from={behind.environment}
          />
        </Section>
      )}
      <Section title={t('target.where')}>
        <PlaceFacts target={target} />
      </Section>
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
      <Section title={t('target.history')}>
        <TargetHistory target={target} />
      </Section>
    </>
  );
}

function Section(props: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <section>
      <h3 className={classes.heading}>{props.title}</h3>
      {props.children}
    </section>
  );
}

export interface TargetDrawerProps {
  readonly target?: TargetState;
  readonly alsoOn?: readonly TargetState[];
  readonly onChoose?: (target: TargetState) => void;
  readonly onClose: () => void;
}

/** A card's details, beside the board. */
export function TargetDrawer(props: TargetDrawerProps) {
  const { target, alsoOn, onChoose, onClose } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <SideDrawer
      open={target !== undefined}
      onClose={onClose}
      closeLabel={t('target.close')}
      title={
        target
          ? t('target.inEnvironment', {
              label: target.service,
              environment: target.environment,
            })
          : ''
      }
      subtitle={target && placeOf(target)}
    >
      {target && (
        <TargetDetails target={target} alsoOn={alsoOn} onChoose={onChoose} />
      )}
    </SideDrawer>
  );
}
