import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import ArrowIcon from '@material-ui/icons/ArrowRightAlt';
import type {
  ProposalPlan,
  ProposedValue,
} from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { abbreviateVersion, declaredVersion } from '../artifacts/versionText';
import { ChoiceField } from '../look/ChoiceField';
import { monospace, subtleText } from '../look/surface';
import { PlannedTarget } from '../proposals/ProposalsContext';
import { gitopsTranslationRef } from '../translation';
import { CheckLine } from './CheckLine';
import { ChoiceGroup, ChoiceGroups } from './ChoiceGroup';
import { FirstOf } from './FirstOf';
import { PromotionChoice } from './promotionChoice';
import { Candidate, PromotionRoute } from './promotionRoutes';
import { TargetChoice } from './TargetChoice';

const VALUES = 6;

const useStyles = makeStyles(
  theme => ({
    selects: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1.5),
      marginBottom: theme.spacing(2),
    },
    kind: { color: subtleText(theme) },
    name: { fontWeight: 600 },
    version: { fontFamily: monospace, fontSize: '0.86rem', fontWeight: 600 },
    old: { color: subtleText(theme), fontWeight: 400 },
    arrow: {
      verticalAlign: 'middle',
      fontSize: '1.1rem',
      color: subtleText(theme),
    },
    quiet: { margin: 0, color: subtleText(theme), fontSize: '0.88rem' },
    field: { fontFamily: monospace, fontSize: '0.82rem' },
  }),
  { name: 'GitopsPromotionForm' },
);

export interface PromotionFormProps {
  readonly routes: readonly PromotionRoute[];
  readonly route: PromotionRoute;
  readonly source: PlannedTarget;
  readonly candidates: readonly Candidate[];
  readonly choice: PromotionChoice;
  readonly plan: ProposalPlan | undefined;
  readonly disabled: boolean;
  readonly onChange: (change: Partial<PromotionChoice>) => void;
}

/** Which versions, which other values, and where to. */
export function PromotionForm(props: PromotionFormProps) {
  const { routes, route, source, candidates, choice, plan, disabled } = props;
  const { onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { excluded, values } = choice;
  const offered = plan?.values ?? [];
  return (
    <>
      {(routes.length > 1 || route.sources.length > 1) && (
        <div className={classes.selects}>
          {routes.length > 1 && (
            <ChoiceField
              id="proposal-route"
              label={t('proposal.what.workload')}
              value={route.key}
              choices={routes.map(({ key, label }) => ({ value: key, label }))}
              onChange={key => onChange({ route: key })}
            />
          )}
          {route.sources.length > 1 && (
            <ChoiceField
              id="proposal-source"
              label={t('proposal.what.from')}
              value={source.id}
              choices={route.sources.map(one => ({
                value: one.id,
                label: sourceLabel(one),
              }))}
              onChange={id => onChange({ source: id })}
            />
          )}
        </div>
      )}
      <ChoiceGroups>
        <ChoiceGroup title={t('proposal.what.artifacts')}>
          {candidates.length === 0 && (
            <p className={classes.quiet}>{t('proposal.what.nothingDiffers')}</p>
          )}
          {candidates.map(candidate => {
            const { kind, name } = candidate;
            const left = excluded.includes(name);
            return (
              <CheckLine
                key={`${kind} ${name}`}
                checked={!left}
                disabled={disabled}
                onChange={bring =>
                  onChange({
                    excluded: bring
                      ? excluded.filter(one => one !== name)
                      : [...excluded, name],
                  })
                }
              >
                <Artifact candidate={candidate} />
              </CheckLine>
            );
          })}
        </ChoiceGroup>
        <TargetChoice
          targets={route.destinations}
          chosen={choice.targets}
          along={plan?.alsoAffects ?? []}
          disabled={disabled}
          onChange={targets => onChange({ targets })}
        />
        {offered.length > 0 && (
          <ChoiceGroup
            wide
            title={t('proposal.what.values', { count: offered.length })}
            hint={t('proposal.what.valuesHint')}
          >
            <FirstOf items={offered} count={VALUES} keyOf={({ id }) => id}>
              {value => (
                <CheckLine
                  checked={values.includes(value.id)}
                  disabled={disabled}
                  hint={`${value.file}:${value.line}`}
                  onChange={bring =>
                    onChange({
                      values: bring
                        ? [...values, value.id]
                        : values.filter(id => id !== value.id),
                    })
                  }
                >
                  <Value value={value} />
                </CheckLine>
              )}
            </FirstOf>
          </ChoiceGroup>
        )}
      </ChoiceGroups>
    </>
  );
}

function Artifact({ candidate }: { readonly candidate: Candidate }) {
  const { kind, name, from, to } = candidate;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <span title={`${kind} ${name}\n${from.join(', ')} → ${to}`}>
      <span className={classes.kind}>
        {isKind(kind) ? t(`artifact.kind.${kind}`) : kind}
      </span>{' '}
      <span className={classes.name}>
        {name.slice(name.lastIndexOf('/') + 1)}
      </span>{' '}
      <FromTo from={from.map(abbreviateVersion).join(', ')} to={to} />
    </span>
  );
}

const kinds = ['image', 'chart', 'gitRef', 'app'] as const;

function isKind(kind: string): kind is (typeof kinds)[number] {
  return kinds.some(known => known === kind);
}

function Value({ value }: { readonly value: ProposedValue }) {
  const { field, from, to } = value;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <>
      <span className={classes.field}>{field}</span>{' '}
      <FromTo from={from} to={to} />{' '}
      <span className={classes.kind}>({t('proposal.what.differs')})</span>
    </>
  );
}

function FromTo(props: { readonly from: string; readonly to: string }) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <>
      <span className={`${classes.version} ${classes.old}`}>{props.from}</span>{' '}
      <ArrowIcon className={classes.arrow} titleAccess={t('change.to')} />{' '}
      <span className={classes.version}>{abbreviateVersion(props.to)}</span>
    </>
  );
}

function sourceLabel(source: PlannedTarget): string {
  const { main } = artifactsOf(source);
  const version = main && declaredVersion(main);
  return [source.cluster ?? source.environment, version]
    .filter(Boolean)
    .join(' · ');
}
