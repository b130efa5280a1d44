/** One review, told alike whichever forge it is of. */
export interface Review {
  /** Absent where the account is gone. */
  readonly user?: string;
  /** `none`: a comment, which leaves what was said before as it was. */
  readonly verdict: 'approved' | 'changesRequested' | 'dismissed' | 'none';
}

/** Who approves and who doesn't: the last word of each, oldest review first. */
export function verdictsOf(reviews: readonly Review[]): {
  readonly approvedBy: string[];
  readonly changesRequestedBy: string[];
} {
  const last = new Map<string, Review['verdict']>();
  for (const { user, verdict } of reviews) {
    if (user !== undefined && verdict !== 'none') last.set(user, verdict);
  }
  const by = (wanted: Review['verdict']) =>
    [...last].flatMap(([user, verdict]) => (verdict === wanted ? [user] : []));
  return {
    approvedBy: by('approved'),
    changesRequestedBy: by('changesRequested'),
  };
}
