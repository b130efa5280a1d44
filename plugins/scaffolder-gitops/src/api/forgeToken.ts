import { z } from 'zod/v3';

export const forgeTokenShape = {
  token: z
    .string()
    .describe(
      'The person’s own token of the forge, for example ${{ secrets.USER_OAUTH_TOKEN }}: what is written is then written in their name. Without it the portal’s integration writes',
    )
    .optional(),
};
