import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ScaffolderField } from '@backstage/plugin-scaffolder-react/alpha';
import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Autocomplete, {
  AutocompleteRenderInputParams,
} from '@material-ui/lab/Autocomplete';
import { ReactElement, useRef } from 'react';
import { subtleText } from '../look/surface';
import { failureMessage, failureOf } from '../requests/failure';
import type { Query } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { useFormChange } from './useFormChange';

/** One of the choices, and what there is to know about it. */
export interface FieldOption {
  readonly value: string;
  readonly detail?: string;
}

/** What the scaffolder's form hands to every field. */
export interface FormFieldProps {
  readonly schema: { readonly title?: string; readonly description?: string };
  readonly uiSchema?: { readonly 'ui:disabled'?: boolean };
  readonly idSchema?: { readonly $id?: string };
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly rawErrors?: string[];
  readonly errors?: ReactElement;
}

export interface OptionsFieldProps {
  readonly form: FormFieldProps;
  readonly title: string;
  readonly description: string;
  readonly query: Query<readonly FieldOption[]>;
  /** What has to be chosen before this can be, in words. */
  readonly waitingFor?: string;
  readonly emptyText: string;
  readonly choice: Choice;
}

/** How the field's value is read and written. */
export type Choice =
  | {
      readonly kind: 'one';
      readonly value: string | undefined;
      readonly freeText: boolean;
      readonly onChange: (value: string | undefined) => void;
    }
  | {
      readonly kind: 'some';
      readonly value: readonly string[];
      readonly onChange: (value: string[]) => void;
    };

const useStyles = makeStyles(
  theme => ({
    option: { minWidth: 0, overflowWrap: 'anywhere' },
    detail: { color: subtleText(theme), fontSize: '0.82rem' },
    retry: { textTransform: 'none', marginLeft: theme.spacing(1) },
  }),
  { name: 'GitopsOptionsField' },
);

/**
 * A choice among what is known, in the scaffolder's form: loading, failed,
 * empty and waiting for another field look different, and the only choice of a
 * required field is made.
 */
export function OptionsField(props: OptionsFieldProps) {
  const { form, title, description, query, waitingFor } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { known, values } = useOffered(props);
  const choice = useOnlyChoice(props);

  const disabled =
    form.disabled ||
    form.uiSchema?.['ui:disabled'] ||
    (waitingFor !== undefined && !(choice.kind === 'one' && choice.freeText));
  const common = {
    id: form.idSchema?.$id,
    disabled,
    options: values,
    loading: query.state === 'loading' && waitingFor === undefined,
    loadingText: t('scaffolder.loading'),
    noOptionsText: props.emptyText,
    openText: t('scaffolder.open'),
    closeText: t('scaffolder.close'),
    clearText: t('scaffolder.clear'),
    renderOption: (value: string) => (
      <Option value={value} detail={known.get(value)?.detail} />
    ),
    renderInput: (input: AutocompleteRenderInputParams) => (
      <TextField
        {...input}
        label={form.schema.title ?? title}
        required={form.required && isNothing(choice)}
        error={Boolean(form.rawErrors?.length)}
        variant="outlined"
        margin="dense"
      />
    ),
  };
  return (
    <ScaffolderField
      rawErrors={form.rawErrors}
      rawDescription={form.schema.description ?? description}
      required={form.required}
      disabled={disabled}
      errors={form.errors}
      help={<FieldNote {...props} />}
    >
      {choice.kind === 'one' ? (
        <OneOf common={common} choice={choice} />
      ) : (
        <Autocomplete
          {...common}
          multiple
          filterSelectedOptions
          value={[...choice.value]}
          onChange={(_event, chosen) =>
            choice.onChange(inOrder(chosen, values))
          }
        />
      )}
    </ScaffolderField>
  );
}

interface OneOfProps {
  readonly common: Pick<
    Parameters<typeof Autocomplete<string, false, false, boolean>>[0],
    'options' | 'renderInput' | 'renderOption'
  >;
  readonly choice: Extract<Choice, { kind: 'one' }>;
}

function OneOf({ common, choice }: OneOfProps) {
  const { value, freeText, onChange } = choice;
  return (
    <Autocomplete<string, false, false, boolean>
      {...common}
      freeSolo={freeText}
      autoSelect={freeText}
      forcePopupIcon
      value={value ?? null}
      onChange={(_event, chosen) => onChange(chosen?.trim() || undefined)}
    />
  );
}

function Option({ value, detail }: FieldOption) {
  const classes = useStyles();
  return (
    <div className={classes.option}>
      <div>{value}</div>
      {detail !== undefined && <div className={classes.detail}>{detail}</div>}
    </div>
  );
}

/** What there is to say below the field: the choice's detail, or what is wrong. */
function FieldNote(props: OptionsFieldProps) {
  const { query, waitingFor, choice, emptyText } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const classes = useStyles();
  if (waitingFor !== undefined) {
    return <FormHelperText>{waitingFor}</FormHelperText>;
  }
  if (query.state === 'loading') return null;
  if (query.state === 'failed') {
    const denied = failureOf(query.error) === 'denied';
    return (
      <FormHelperText error role="alert" component="div">
        {denied
          ? t('scaffolder.denied')
          : `${t('scaffolder.failed')}: ${failureMessage(query.error)}`}
        {!denied && (
          <Button size="small" className={classes.retry} onClick={query.reload}>
            {t('scaffolder.retry')}
          </Button>
        )}
      </FormHelperText>
    );
  }
  if (query.data.length === 0) {
    return <FormHelperText role="status">{emptyText}</FormHelperText>;
  }
  return <ChosenNote options={query.data} choice={choice} />;
}

function ChosenNote(props: {
  readonly options: readonly FieldOption[];
  readonly choice: Choice;
}) {
  const { options, choice } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (choice.kind === 'some' || choice.value === undefined) return null;
  const { value, freeText } = choice;
  const chosen = options.find(option => option.value === value);
  if (chosen) return <FormHelperText>{chosen.detail}</FormHelperText>;
  return freeText ? null : (
    <FormHelperText error>{t('scaffolder.unknown', { value })}</FormHelperText>
  );
}

/** The choices, and whatever is chosen already: a link may have named it. */
function useOffered({ query, choice }: OptionsFieldProps) {
  const options = query.state === 'ready' ? query.data : [];
  const known = new Map(options.map(option => [option.value, option]));
  const chosen =
    choice.kind === 'some' ? choice.value : [choice.value ?? []].flat();
  return { known, values: [...new Set([...known.keys(), ...chosen])] };
}

/**
 * What needs an answer and has one only is answered, unless the person took it
 * away.
 */
function useOnlyChoice(props: OptionsFieldProps): Choice {
  const { form, query, choice, waitingFor } = props;
  const only =
    query.state === 'ready' && query.data.length === 1 && !waitingFor
      ? query.data[0].value
      : undefined;
  const declined = useRef<string>();
  useFormChange(() => {
    if (!form.required || choice.kind !== 'one' || !isNothing(choice)) return;
    if (only !== undefined && declined.current !== only) choice.onChange(only);
  });
  if (choice.kind === 'some') return choice;
  return {
    ...choice,
    onChange: (value: string | undefined) => {
      declined.current = value === undefined ? only : undefined;
      choice.onChange(value);
    },
  };
}

function isNothing(choice: Choice): boolean {
  return choice.kind === 'one'
    ? choice.value === undefined
    : choice.value.length === 0;
}

/** As they are offered: environments go as promotion goes. */
function inOrder(chosen: readonly string[], values: readonly string[]) {
  return values.filter(value => chosen.includes(value));
}
