using LongTail.Cli.Recipes;
foreach (string a in args) Console.Write(RecipeWriter.Write(RecipeLibrary.Load(a).Complete(a)));
