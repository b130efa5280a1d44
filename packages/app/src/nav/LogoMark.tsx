/** Two branches that meet in what runs. */
export function LogoMark() {
  return (
    <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
      <path
        d="M6 5v18M6 14c0-5 4-5 9-5h1"
        fill="none"
        stroke="#9BF0E1"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <circle cx="6" cy="5" r="3" fill="#9BF0E1" />
      <circle cx="6" cy="23" r="3" fill="#9BF0E1" />
      <circle
        cx="21"
        cy="9"
        r="4.25"
        fill="none"
        stroke="#FFFFFF"
        strokeWidth="2.5"
      />
    </svg>
  );
}
