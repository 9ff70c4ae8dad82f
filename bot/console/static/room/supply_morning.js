// The morning tab of the supply page.
export const morning = {
  part: {},
  shown() {
    return null;
  },
};
