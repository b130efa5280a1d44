import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import ArrowIcon from '@material-ui/icons/ArrowRightAlt';
import type {
  ProposalPlan,
  ResourceDrift,
  TargetRef,
} from '@backstage-gitops/plugin-gitops-common';
import { driftGroups } from '../drift/driftGroups';
import { FieldPath } from '../drift/FieldPath';
import { FieldValue } from '../drift/FieldValue';
import { monospace, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { CheckLine } from './CheckLine';
import { ChoiceGroup, ChoiceGroups } from './ChoiceGroup';
import { FirstOf } from './FirstOf';
import { RadioLine } from './RadioLine';

const SHOWN = 15;
const NAMED = 4;

const useStyles = makeStyles(
  theme => ({
    field: { fontFamily: monospace, fontSize: '0.84rem', fontWeight: 600 },
    values: {
      display: 'inline-flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: 6,
      maxWidth: '100%',
    },
    arrow: { fontSize: '1.1rem', color: subtleText(theme) },
    path: { fontFamily: monospace, fontSize: '0.84rem', fontWeight: 600 },
    text: { margin: theme.spacing(0, 0, 0.5), color: subtleText(theme) },
  }),
  { name: 'GitopsAcceptForm' },
);

export interface AcceptFormProps {
  readonly resource: ResourceDrift;
  readonly fields: readonly string[];
  readonly places: ProposalPlan['places'];
  readonly file: string | undefined;
  readonly disabled: boolean;
  readonly onFields: (fields: readonly string[]) => void;
  readonly onFile: (file: string) => void;
}

/** Which fields, and, where several files could hold them, which of those. */
export function AcceptForm(props: AcceptFormProps) {
  const { resource, fields, places, file, disabled, onFields } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const differences = driftGroups([resource]).changed[0]?.differences ?? [];
  return (
    <ChoiceGroups>
      <ChoiceGroup wide title={t('proposal.what.fields')}>
        <FirstOf items={differences} count={SHOWN} keyOf={one => one.field}>
          {difference => {
            const { field } = difference;
            const checked = fields.includes(field);
            return (
              <CheckLine
                checked={checked}
                disabled={disabled || (checked && fields.length === 1)}
                onChange={accept =>
                  onFields(
                    accept
                      ? [...fields, field]
                      : fields.filter(one => one !== field),
                  )
                }
              >
                <FieldPath path={field} className={classes.field} />{' '}
                <span className={classes.values}>
                  <FieldValue difference={difference} side="declared" />
                  <ArrowIcon
                    className={classes.arrow}
                    titleAccess={t('change.to')}
                  />
                  <FieldValue difference={difference} side="live" />
                </span>
              </CheckLine>
            );
          }}
        </FirstOf>
      </ChoiceGroup>
      {places.length > 1 && (
        <ChoiceGroup wide title={t('proposal.place.title')}>
          <p className={classes.text}>{t('proposal.place.text')}</p>
          {places.map(place => (
            <RadioLine
              key={place.file}
              name="gitops-accept-place"
              label={place.file}
              checked={file === place.file}
              disabled={disabled}
              hint={<Affects targets={place.affects} />}
              onChoose={() => props.onFile(place.file)}
            >
              <span className={classes.path}>
                {place.line === undefined
                  ? place.file
                  : `${place.file}:${place.line}`}
              </span>
            </RadioLine>
          ))}
        </ChoiceGroup>
      )}
    </ChoiceGroups>
  );
}

function Affects({ targets }: { readonly targets: readonly TargetRef[] }) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (targets.length === 0) return <>{t('proposal.place.movesNone')}</>;
  const all = targets.map(({ service, environment, cluster }) =>
    cluster
      ? t('proposal.place.onCluster', { service, cluster })
      : t('proposal.place.inEnvironment', { service, environment }),
  );
  const first = all.slice(0, NAMED).join(', ');
  const names =
    all.length > NAMED
      ? t('proposal.place.andMore', {
          names: first,
          count: all.length - NAMED,
        })
      : first;
  return (
    <span title={all.join('\n')}>
      {t('proposal.place.moves', { count: all.length, names })}
    </span>
  );
}
