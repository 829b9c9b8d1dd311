/** Where Debian keeps tools that only root needs. */
export const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;
