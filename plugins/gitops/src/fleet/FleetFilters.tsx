import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Chip from '@material-ui/core/Chip';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import FilterIcon from '@material-ui/icons/FilterList';
import {
  FleetResponse,
  troubleKindSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { useDeliveryText } from '../delivery/useDeliveryText';
import { ChoiceField } from '../look/ChoiceField';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';
import {
  engineChoices,
  engineOfValue,
  enginesShown,
  engineValue,
} from './fleetEngines';
import { activeFilters, FleetView, noFilters } from './fleetView';
import { SearchField } from './SearchField';

const AGES_IN_DAYS = [7, 30, 90, 365];
const LAGS = [1, 3, 10];
const STATES = [
  'drifted',
  'unhealthy',
  'outOfSync',
  'unknown',
  'fine',
] as const;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      [theme.breakpoints.up('md')]: {
        '& .MuiFormControl-root': { flex: '1 1 126px', maxWidth: 170 },
        '& .MuiFormControl-root:first-child': {
          flex: '2 1 156px',
          maxWidth: 320,
        },
      },
    },
    // What a target is stays above how it is, where that is known.
    what: {
      display: 'contents',
      [theme.breakpoints.up('md')]: {
        display: 'flex',
        flexBasis: '100%',
        gap: theme.spacing(1.5),
      },
    },
    alone: { display: 'contents' },
  }),
  { name: 'GitopsFleetFilters' },
);

export interface FleetFiltersProps {
  readonly view: FleetView;
  readonly facets: FleetResponse['facets'];
  /** Whether anything is told of what runs. */
  readonly live: boolean;
  readonly onChange: (change: Partial<FleetView>) => void;
}

/** What is listed, by anything the server can select by. */
export function FleetFilters(props: FleetFiltersProps) {
  const { view, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const [unfolded, setUnfolded] = useState(false);
  const active = activeFilters(view);
  return (
    <div className={classes.root} role="search">
      <div className={props.live ? classes.what : classes.alone}>
        <SearchField
          text={view.text ?? ''}
          onChange={text => onChange({ text: text || undefined })}
        />
        {narrow && (
          <ActionButton
            startIcon={<FilterIcon />}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {t('fleet.filter.show')}
          </ActionButton>
        )}
        {(!narrow || unfolded) && <WhatChoices {...props} />}
      </div>
      {(!narrow || unfolded) && <HowChoices {...props} />}
      {view.service && (
        <Chip
          label={`${t('fleet.filter.service')}: ${view.service}`}
          onDelete={() => onChange({ service: undefined })}
        />
      )}
      {active.length > 0 && (
        <ActionButton onClick={() => onChange(noFilters())}>
          {t('fleet.filter.clear')}
        </ActionButton>
      )}
    </div>
  );
}

/** By where it is declared, whose it is and who brings it. */
function WhatChoices({ view, facets, onChange }: FleetFiltersProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const any = t('fleet.filter.any');
  const { engines } = facets;
  const plain = (values: readonly string[]) =>
    values.map(value => ({ value, label: value }));
  return (
    <>
      <ChoiceField
        id="environment"
        label={t('fleet.filter.environment')}
        any={any}
        value={view.environment}
        choices={plain(facets.environments)}
        onChange={environment => onChange({ environment })}
      />
      <ChoiceField
        id="repository"
        label={t('fleet.filter.repository')}
        any={any}
        value={view.repository}
        choices={plain(facets.repositories)}
        onChange={repository => onChange({ repository })}
      />
      <ChoiceField
        id="owner"
        label={t('fleet.filter.owner')}
        any={any}
        value={view.owner}
        choices={facets.owners.map(value => ({
          value,
          label: value.replace(/^group:(default\/)?/, ''),
        }))}
        onChange={owner => onChange({ owner })}
      />
      {(enginesShown(engines).engine || view.engine) && (
        <ChoiceField
          id="engine"
          label={t('fleet.filter.engine')}
          any={any}
          value={
            view.engine &&
            engineValue({ kind: view.engine, instance: view.instance })
          }
          choices={engineChoices(engines).map(engine => ({
            value: engineValue(engine),
            label: [t(`live.engine.${engine.kind}`), engine.instance]
              .filter(Boolean)
              .join(' · '),
          }))}
          onChange={value => onChange(engineOfValue(value))}
        />
      )}
    </>
  );
}

/** By how it is, where it is stuck, and how far behind. */
function HowChoices({ view, live, onChange }: FleetFiltersProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const stuck = useStuckChoices();
  const any = t('fleet.filter.any');
  return (
    <>
      {(live || view.state) && (
        <ChoiceField
          id="state"
          label={t('fleet.filter.state')}
          any={any}
          value={view.state}
          choices={STATES.map(value => ({
            value,
            label: t(`live.state.${value}`),
          }))}
          onChange={value =>
            onChange({ state: STATES.find(state => state === value) })
          }
        />
      )}
      {(live || view.stuck) && (
        <ChoiceField
          id="stuck"
          label={t('fleet.stuck.label')}
          any={t('fleet.stuck.none')}
          value={view.stuck}
          choices={stuck}
          onChange={value =>
            onChange({ stuck: stuck.find(one => one.value === value)?.value })
          }
        />
      )}
      <ChoiceField
        id="age"
        label={t('fleet.filter.olderThanDays')}
        any={any}
        value={numberText(view.olderThanDays)}
        choices={AGES_IN_DAYS.map(count => ({
          value: String(count),
          label: t('fleet.filter.older', { count }),
        }))}
        onChange={days => onChange({ olderThanDays: numberOf(days) })}
      />
      <ChoiceField
        id="behind"
        label={t('fleet.filter.minBehind')}
        any={any}
        value={numberText(view.minBehind)}
        choices={LAGS.map(count => ({
          value: String(count),
          label: t('fleet.filter.behind', { count }),
        }))}
        onChange={count => onChange({ minBehind: numberOf(count) })}
      />
    </>
  );
}

/** Anywhere, or at one kind of trouble: what has to be mended first. */
function useStuckChoices() {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const text = useDeliveryText();
  return [
    { value: 'any' as const, label: t('fleet.stuck.any') },
    ...troubleKindSchema.options.map(kind => ({
      value: kind,
      label: text.trouble({ kind, names: [t('fleet.stuck.dependency')] }),
    })),
  ];
}

function numberText(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
