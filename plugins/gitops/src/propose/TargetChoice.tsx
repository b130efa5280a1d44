import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { TargetRef } from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { abbreviateVersion, declaredVersion } from '../artifacts/versionText';
import { monospace, subtleText } from '../look/surface';
import { toneColors } from '../look/tones';
import type { PlannedTarget } from '../proposals/ProposalsContext';
import { gitopsTranslationRef } from '../translation';
import { CheckLine } from './CheckLine';
import { ChoiceGroup } from './ChoiceGroup';
import { FirstOf } from './FirstOf';

const SHOWN = 12;

const useStyles = makeStyles(
  theme => ({
    place: { fontWeight: 600 },
    quiet: { color: subtleText(theme) },
    along: { color: toneColors(theme, 'waiting').text },
    version: {
      fontFamily: monospace,
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsTargetChoice' },
);

export interface TargetChoiceProps {
  readonly targets: readonly PlannedTarget[];
  readonly chosen: readonly string[];
  /** Those that move with the chosen ones, chosen or not. */
  readonly along: readonly TargetRef[];
  readonly disabled: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Which targets move; one at least. */
export function TargetChoice(props: TargetChoiceProps) {
  const { targets, chosen, along, disabled, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const environments = new Set(targets.map(({ environment }) => environment));
  return (
    <ChoiceGroup title={t('proposal.what.targets')}>
      <FirstOf items={targets} count={SHOWN} keyOf={({ id }) => id}>
        {target => {
          const checked = chosen.includes(target.id);
          const comesAlong =
            !checked && along.some(({ id }) => id === target.id);
          const { main } = artifactsOf(target);
          const version = main && declaredVersion(main);
          return (
            <CheckLine
              checked={checked}
              disabled={disabled || (checked && chosen.length === 1)}
              along={comesAlong}
              hint={
                comesAlong && (
                  <span className={classes.along}>
                    {t('proposal.what.along')}
                  </span>
                )
              }
              onChange={move =>
                onChange(
                  move
                    ? [...chosen, target.id]
                    : chosen.filter(id => id !== target.id),
                )
              }
            >
              <span className={classes.place}>
                {target.cluster ?? target.environment}
              </span>{' '}
              <span className={classes.quiet}>
                {[
                  ...(environments.size > 1 && target.cluster
                    ? [target.environment]
                    : []),
                  ...(target.namespace && target.namespace !== target.service
                    ? [target.namespace]
                    : []),
                ].join(' · ')}
              </span>{' '}
              {version && (
                <span className={classes.version} title={version}>
                  {abbreviateVersion(version)}
                </span>
              )}
            </CheckLine>
          );
        }}
      </FirstOf>
    </ChoiceGroup>
  );
}
