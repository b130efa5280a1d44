import FormControl from '@material-ui/core/FormControl';
import InputLabel from '@material-ui/core/InputLabel';
import OutlinedInput from '@material-ui/core/OutlinedInput';
import Select from '@material-ui/core/Select';
import { makeStyles } from '@material-ui/core/styles';
import { subtleText } from './surface';

const useStyles = makeStyles(
  theme => ({
    root: {
      width: 146,
      '& label:not(.Mui-focused)': { color: subtleText(theme) },
      '& select': { fontSize: '0.9rem', textOverflow: 'ellipsis' },
      [theme.breakpoints.down('xs')]: {
        width: '100%',
      },
    },
  }),
  { name: 'GitopsChoiceField' },
);

export interface ChoiceFieldProps {
  readonly id: string;
  readonly label: string;
  /** The word for no choice, where that is one. */
  readonly any?: string;
  readonly value?: string;
  readonly choices: readonly {
    readonly value: string;
    readonly label: string;
  }[];
  readonly onChange: (value: string | undefined) => void;
}

/** One of some values or none; a value that the address names is always one. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { id, label, any, value, choices, onChange } = props;
  const classes = useStyles();
  const inputId = `gitops-choice-${id}`;
  const known =
    value === undefined || choices.some(choice => choice.value === value);
  const offered = known ? choices : [...choices, { value, label: value }];
  return (
    <FormControl variant="outlined" size="small" className={classes.root}>
      <InputLabel htmlFor={inputId} shrink>
        {label}
      </InputLabel>
      <Select
        native
        input={<OutlinedInput notched label={label} />}
        inputProps={{ id: inputId }}
        value={value ?? ''}
        onChange={event => onChange(String(event.target.value) || undefined)}
      >
        {any !== undefined && <option value="">{any}</option>}
        {offered.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </Select>
    </FormControl>
  );
}
