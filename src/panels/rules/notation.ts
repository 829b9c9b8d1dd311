export * from '../../ui/notation';
