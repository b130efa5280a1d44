import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
      borderRadius: 6,
      backgroundColor:
        theme.palette.type === 'dark'
          ? 'rgba(255, 255, 255, 0.10)'
          : 'rgba(15, 30, 50, 0.08)',
      animation: '$breathe 1.6s ease-in-out infinite',
      '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
    },
    '@keyframes breathe': {
      '0%, 100%': { opacity: 1 },
      '50%': { opacity: 0.45 },
    },
  }),
  { name: 'GitopsBone' },
);

export interface BoneProps {
  readonly width: number | string;
  readonly height: number;
}

/** A part of a skeleton: holds the place of what is being fetched. */
export function Bone({ width, height }: BoneProps) {
  const classes = useStyles();
  return <div aria-hidden className={classes.root} style={{ width, height }} />;
}
