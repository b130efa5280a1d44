import { Edit, Files } from '../history/Edit';
import { Landing } from '../history/Landing';
import { Calendar, clock } from './calendar';
import { Team, teams } from './organisation';

/** A service that joins the repository after its first day. */
export interface Introduction {
  readonly service: string;
  readonly team: Team;
  /** The working day, counted from the first; 0 is the first commit itself. */
  readonly introducedOn: number;
}

/** The first commit, and a pull request for each service that came later. */
export function landIntroductions(
  files: Files,
  services: readonly Introduction[],
  calendar: Calendar,
): Landing[] {
  const later = services.filter(({ introducedOn }) => introducedOn > 0);
  const belongsTo = (service: string) => (file: string) =>
    file.split(/[/.]/).includes(service);
  const write = (wanted: (file: string) => boolean): Edit[] =>
    [...files]
      .filter(([path]) => wanted(path))
      .map(([path, text]) => ({ type: 'write', path, text }));
  const author = teams.platform[0];
  const first: Landing = {
    type: 'direct',
    author,
    at: calendar.days[0] + clock('07:05'),
    subject: 'Describe what runs in the clusters',
    edits: write(
      file => !later.some(({ service }) => belongsTo(service)(file)),
    ),
  };
  return [
    first,
    ...later.map(({ service, team, introducedOn }): Landing => {
      const [member] = teams[team];
      const openedAt = calendar.days[introducedOn] + clock('07:40');
      const title = `Add ${service}`;
      return {
        type: 'pullRequest',
        title,
        branch: `add-${service}`,
        author: member,
        openedAt,
        commits: [
          {
            author: member,
            at: openedAt,
            subject: title,
            edits: write(belongsTo(service)),
          },
        ],
        approvers: [author],
        landed: { as: 'merge', at: openedAt + clock('02:10'), by: author },
      };
    }),
  ];
}
