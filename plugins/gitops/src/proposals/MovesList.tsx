import { makeStyles } from '@material-ui/core/styles';
import type { ProposedMove } from '@backstage-gitops/plugin-gitops-common';
import { ArtifactChangeText } from '../artifacts/ArtifactChangeText';
import { subtleText } from '../look/surface';
import { FirstOf } from '../propose/FirstOf';
import { useProposals } from './ProposalsContext';

const SHOWN = 8;

const useStyles = makeStyles(
  theme => ({
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(1),
      padding: '2px 0',
    },
    places: { fontSize: '0.82rem', color: subtleText(theme) },
  }),
  { name: 'GitopsMovesList' },
);

export interface MovesListProps {
  readonly moves: readonly ProposedMove[];
}

/** Which versions move, and where; the same on several clusters is one line. */
export function MovesList({ moves }: MovesListProps) {
  const classes = useStyles();
  const { targets } = useProposals();
  const groups = new Map<string, ProposedMove[]>();
  for (const move of moves) {
    const key = JSON.stringify([move.kind, move.name, move.from, move.to]);
    groups.set(key, [...(groups.get(key) ?? []), move]);
  }
  const placeOf = (id: string) => {
    const target = targets?.find(one => one.id === id);
    return target && (target.cluster ?? target.environment);
  };
  return (
    <div>
      <FirstOf items={[...groups]} count={SHOWN} keyOf={([key]) => key}>
        {([, [move, ...others]]) => (
          <div className={classes.line}>
            <ArtifactChangeText showName change={move} />
            <span className={classes.places}>
              {[move, ...others]
                .flatMap(one => placeOf(one.target) ?? [])
                .join(', ')}
            </span>
          </div>
        )}
      </FirstOf>
    </div>
  );
}
