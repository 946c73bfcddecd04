using LongTail.Stages;

namespace LongTail.Cli.Reproduce;

/// <summary>One network of an experiment, for one seed.</summary>
/// <param name="Method">Name in the catalog.</param>
/// <param name="Column">Data set, with its ratio where it has one, such as "cifar10-lt-100".</param>
/// <param name="Recipe">How to train it.</param>
/// <param name="Temperature">T of a sweep; 0 elsewhere.</param>
sealed record Cell(string Method, string Column, Recipe Recipe, double Temperature = 0);
