/**
 * First names that are common somewhere and hardly ever a word of technical English. Names that also are words, places or
 * products (Mark, Will, Grace, Max, Jack, Rose, Austin …) are left out on purpose.
 */
const NAMES = `
aaron abdul abdullah abigail adam adrian adriana agnes agnieszka ahmad ahmed aisha alan albert alejandro aleksandra alessandro
alex alexander alexandra alfred alice alicia alina alison allison amanda amelia amir amit amy ana anders andre andrea andreas
andrei andrew andrzej angela angelika anil anita anja ann anna anne annette annie antoine anton antonio arjun arthur arturo asha
ashley astrid barbara beatrice belinda benjamin bernard bernd beth betty björn bogdan boris brenda brian bridget brigitte bruno
camila camille carl carla carlos carmen carol carolina caroline carolyn catherine cathy cecilia cesar chantal charles charlotte
cheryl chiara chloe chris christa christian christina christine christopher claire clara claudia claudio colin connie cristina
cynthia dagmar daniel daniela daniele danielle darren david dawid deborah debra deepak denise dennis derek diana diane diego dieter
dimitri dmitri dominik dominique donald donna doris dorothy douglas dylan edith edward eileen ekaterina elena eleanor elias elisa
elisabeth elizabeth ella ellen elsa emil emilia emilie emily emma enrique eric erica erik erika erin ernesto esther ethan eugene eva
evelyn fabian fabio fatima federico felix fernanda fernando filip fiona florian frances francesca francesco francis francisco
françois frank franz fred frederic frederick friedrich fritz gabriel gabriela gabriele gary geoffrey george georg gerald gerard gerd
gerhard giovanni gisela giulia giuseppe gloria gordon greg gregory greta guadalupe guillaume guillermo günter gustav hannah hans harold
harry hassan heather hector heidi heike heinz helen helena helga henri henrik henry herbert hiroshi holger howard hugo ian ibrahim
igor ines inge ingrid irena irene isaac isabel isabella isabelle ivan ivana jacob jacqueline jacques jaime jakob jakub james jamie jan
jane janet janice janine jasmine jason javier jean jeff jeffrey jennifer jens jeremy jerome jerry jessica jesus jill jim joan joana joanna
joanne joao jochen joe joel johan johann johannes john johnny jonas jonathan jörg jorge josé jose josef joseph joshua joyce juan juana
judith julia julian juliana julie jürgen justin justyna kai karen karin karina karl karla karolina katarina katarzyna kate katherine
kathleen kathryn katja katrin keith kelly kenneth kerstin kevin khalid kim kimberly klaus konrad krzysztof kurt kyle larry lars laura
lauren lena leon leonard leonardo leonie leslie liam lilian linda lisa lorenzo louis louise luca lucas lucia luciana lucy ludwig luis
luisa lukas lydia lynn magdalena magnus malcolm manfred manuel manuela marc marcel marcin marco marcos marcus margaret margarita maria
mariam marian mariana marie marina mario marion markus marlene marta martha martin martina marvin mary maryam mateo mateusz matteo matthew
matthias maureen maurice mehmet melanie melissa mercedes michael michal michel michele michelle miguel mikael mike mikhail milan miriam
mohamed mohammad mohammed monica monika monique muhammad mustafa nadia nancy natalia natalie natasha nathan neil nicholas nick nicola
nicolas nicole nikita nikolai nikolaus nina noah noel nora norbert norma norman olaf oleg olga oliver olivia omar oscar oskar otto pablo
pamela paola paolo patricia patrick patrik paul paula paulina pauline paulo pavel pedro peggy petra philip philipp philippe phillip pierre
piotr priya rachel rafael rafal raj rajesh ralf ralph ramon raquel raul rebecca regina reinhard renata renate ricardo richard rita robert
roberta roberto rodrigo roger roland rolf roman ronald rosa rosemary roy rudolf russell ruth ryan sabine sabrina sally samantha samir
samuel sandra sanjay santiago sara sarah scott sean sebastian sergei sergio sharon shirley silke silvia simon simone sofia sonia sophia
sophie stacy stanley stefan stefanie stella stephan stephanie stephen steve steven stuart sunita susan susana susanne suzanne sven svetlana
sylvia takashi tamara tanja tanya tatiana teresa terry theodor theresa thierry thomas tim timothy tobias todd tom tomas tomasz tony tracy
tristan ulrich ulrike ursula uwe valentina valeria valerie vanessa vera veronica veronika victor victoria viktor vincent virginia vivian
vladimir walter wanda wayne wendy werner wilhelm william winfried wolfgang xavier yan yasmin yolanda yuki yuri yusuf yvonne zachary zoe
`;

export const FIRST_NAMES: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
