export const TITLE: string;
export const ROWS: readonly { readonly id: number; readonly name: string; readonly price: string }[];
export const SECTIONS: number;
