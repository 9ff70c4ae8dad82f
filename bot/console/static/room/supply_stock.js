// The stock tab of the supply page.
export const stock = {
  part: {},
  shown() {
    return null;
  },
};
