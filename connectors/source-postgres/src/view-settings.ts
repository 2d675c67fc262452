/**
 * A view's expressions and functions shall see what they see when its users read it. Our own statement names everything
 * with its schema.
 */
export const viewSettings = 'SET LOCAL search_path TO DEFAULT; SET LOCAL TimeZone TO DEFAULT';
