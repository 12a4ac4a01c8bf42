global using CloseLab.Observing;
global using CloseLab.Running;
global using CloseLab.Staging;
