/**
 * First names that are common somewhere and hardly ever a word of technical English. Names that also are words, places or
 * products (Mark, Will, Grace, Max, Jack, Rose, Austin …) are left out on purpose.
 */
const NAMES = `
aaron abby abdul abdulla abdullah abigail adam adele adeline adnan adolfo adrian adriana agata agnes agnieszka ahmad ahmed aidan
aileen aino aisha akira aksel alan alana albert aldo alec alejandro aleksandar aleksander aleksandra aleksei alessandro alessia
alex alexander alexandra alexei alexis alfonso alfred alfredo alice alicia alina aline alisha alison allison alvaro alyssa
amanda amelia amina amir amira amit amy ana anastasia anders andre andrea andreas andreea andrei andrej andrew andrzej andy
anette angela angelica angelika angelique angelo anika anil anita anja ann anna anne anneke annette annie annika anouk ansel
anthony antje antoine anton antonella antonia antonina antonio apolonia ariana ariane arja arjun arkady arlene armando arnaud
arne arnold arsen arthur arturo arvid asha ashley astrid augusta augustin aurelia ayesha aylin ayse barbara barry bartosz
bastian beata beate beatrice beatrix becky belinda benedict benedikt benito benjamin bente bernadette bernadine bernard bernd
bernhard bernice bertha bertil beth betty bianca bianka birgit birgitta birgitte bjarne björn blanca blanka bobby bogdan bohdan
bohumil boleslav bonnie boris borys bozena brad bradley brandon branko brayden brenda brendan brent brett brian brianna bridget
brigitte britta brittany bruce bruno bryan bryce caitlin caleb calvin camila camille candice carina carl carla carlos carlotta
carly carmelo carmen carmine carol carole carolina caroline carolyn carsten casimir casper cassidy cathal catherine cathrine
cathy cecil cecile cecilia cecilie celia celina celine cesar chad chantal charlene charles charlie charlotte chelsea cheryl
chiara chidi chiyoko chloe chris christa christel christelle christian christiane christina christine christoffer christoph
christophe christopher claire clara clarence clarissa claude claudia claudio clayton clemens clifford clyde colin connie connor
conrad cora corinna corinne cornelia cornelis cornelius courtney craig cristian cristiano cristina cristobal curtis cynthia
cyril cyrus dagmar daisuke dalia damian damien damir dana daniel daniela daniele danielle daniil danilo danny danuta daria
dariusz darko darlene darren daryl dave david davide dawid deanna debbie deborah debra deepak delia delphine denis denise dennis
derek desmond detlef diana diane diego dieter dimitri dina dirk djamila dmitri dolores domenico dominic dominik dominique donald
donatella donna donovan dora doreen doris dorota dorothea dorothee dorothy douglas dragan duane duncan dusan dwayne dwight dylan
eberhard edda eddie edgar edith edmond edmund edna eduard eduardo edvard edward edwin efrain egon eileen eino eira eirik
ekaterina elaine eleanor elena eleni eleonora eliane elias elin elina elisa elisabeth elise elizabeth ella ellen ellie elliot
elliott elmer eloise elsa elsbeth elvira emanuel emanuele emery emil emilia emiliano emilie emily emir emma emmanuel emmanuelle
enid enrique enzo eric erica erich erik erika erin erkki ernest ernesto ernst errol erwin esme esteban estelle esther estrella
ethan etienne eugene eugenia eugenio eulalia eunice eva evan evangeline evelina evelyn ewa ewald fabian fabien fabienne fabio
fabrice faisal farah farid fatima fatma faustino federico felicia felicity felipe felix ferdinand fernand fernanda fernando
fidel filip filippa filippo finn fiona fiorella flavia flavio fleur florent florian floyd frances francesca francesco francis
francisco frank franka franz franziska françois fred freda freddie freddy frederic frederick frederik frederikke frederique
freja frida frieda friedrich fritz gabriel gabriela gabriele gael gaetan gaetano gareth garry gary gavin geert gemma genevieve
genoveva geoffrey georg george georges georgina gerald geraldine gerard gerardo gerd gerda gerhard germaine gerrit gert gertrud
gertrude giacomo gianluca gianni gilbert gilberto gilles gillian gina gino giorgia giorgio giovanni gisela gisele giulia
giuseppe gladys glen glenda glenn gloria godfrey goran gordon gottfried graham grazia grazyna greg gregor gregory greta gretchen
grzegorz guadalupe gudrun guido guillaume guillermo gunnar gunther gustaf gustav gustavo gwen gwendolyn günter haakon habib
hajime hakan hakim hamid hamza hanna hannah hanne hannes hans harald harold harry haruka haruki hassan heather hector hedda
hedvig hedwig heidi heike heiko hein heino heinz helen helena helga hella helmut hendrik henk henning henri henrietta henriette
henrik henry herbert herman hermann hermine hilda hilde hildegard hillary hiroki hiroko hiroshi holger homero horacio horst
howard hubert hugo humberto husam ian ibrahim ida idris ignacio ignatius igor ilaria ilka ilona ilse imre ines inge ingeborg
inger ingrid inken irena irene irina irma isaac isabel isabella isabelle isaiah isamu isidro ismael ismail istvan ivan ivana
ivar ivo iwona izabela jaana jaap jacek jacinta jackie jacob jacqueline jacques jada jadwiga jaime jakob jakub james jamie jan
jane janek janet janice janina janine janka janne janos janusz jared jaroslav jaroslaw jasmine jason javid javier jean jeanette
jeanne jeannine jeff jeffrey jelena jenna jennie jennifer jenny jens jeremy jerome jerry jerzy jessica jessie jesus jette jill
jim jimmy jitka joachim joakim joan joana joanna joanne joao joaquin jocelyn jochen jodie joe joel johan johann johannes john
johnnie johnny jolanta jonah jonas jonathan jonna jorge jorgen jorma jose josef josefa josefina joseph josephine joshua josip
josé jouko jovan joyce juan juana judit judith judy juha jukka julia julian juliana juliane julianna julie julio julius junko
juraj juri justin justyna jutta jörg jürgen kaarina kai kaisa kamal kamil kamila kareem karen kari karim karin karina karl karla
karol karolina kasia kasper katarina katarzyna kate katherine kathi kathleen kathrin kathryn kathy katie katinka katja katrin
katrina katy kaye kazimierz kazuo keiko keisha keith kelly ken kendra kenji kenneth kerry kerstin kevin khalid kim kimberly kira
kirill kirk kirsi kirsten kirsty kjell klara klaudia klaus klavs knut kolja konrad konstantin kristen kristian kristiina kristin
kristina kristof kristoffer krystyna krzysztof kurt kurtis kyle kyoko ladislav lara larisa larissa larry lars lasse latoya laura
lauren laurence laurent lauri laurie lavinia lawrence layla leah leandro leif leila leland lena lenka leo leon leona leonard
leonardo leonid leonie leonor leopold leroy lesley leslie leszek leticia lewis liam lidia liesbeth lieselotte liisa lilian
lillian lina linda lindsay lindsey linnea lionel lisa lisbeth ljubica lloyd lois lola lorenzo loretta loretto lori lorna
lorraine lothar lotte louis louisa louise lubomir luca lucas lucia luciana luciano lucie lucien lucinda lucy ludek ludmila
ludovic ludwig luigi luis luisa luiz luiza lukas luke luther lydia lydie lyle lynn lyudmila mabel maciej madeleine magda
magdalena magnar magnus mahmoud maja maksim malcolm malgorzata malik malin manfred manfredo manon manuel manuela marc marcel
marcela marcella marcelo marcia marcial marcin marco marcos marcus marek margaret margarete margarethe margarita margaux margit
margot margret margrit marguerite maria mariam marian mariana marie mariella marietta marija marijana marika marilyn marina
mario marion marisa marisol marissa marita marjorie markku marko markus marla marlene marlies marlon marsha marta marten martha
martijn martin martina marty marvin mary maryam maryanne massimo mateo mateusz mathew mathias mathieu mathilde matilda matt
matteo matteus matthew matthias matthieu matti maud maureen maurice mauricio maurizio maxime maximilian mckenzie megan meghan
mehdi mehmet meike melania melanie melina melinda melissa melvin mercedes merete merja merle meryem mette mia micah michael
michaela michail michal micheal michel michele michelle mick mieczyslaw miguel miguelina mihaela mihai mikael mike mikhail
mikkel mikko mila milan mildred milena milica minna mira mireille mirella miriam mirjam miroslav mitchell mitsuko miyuki mohamed
mohammad mohammed moira mona monica monika monique morten moses mothusi muhammad murat muriel mustafa myra myriam myrtle nabil
nadezhda nadia nadine nadja nancy naoko naomi naoto narciso nastasja natalia natalie natalija nataliya natasha natasja nathalie
nathan nathaniel neal neil nelly nestor neville niamh niccolo nicholai nicholas nick nicola nicolai nicolas nicole nicoletta
nicolette niels nikita niklas nikola nikolai nikolaj nikolaus nils nina nirmala noah nobuko noel noelle noemi nolan noora nora
norbert norberto noreen norma norman obinna octavio odette olaf olav oleg oleksandr olena olga oliver olivia oliviero olof omar
ondrej orlin oscar oskar osman oswald otilia otis ottavia otto ove owen pablo palmira paloma pamela paola paolo pascal pascale
pasquale patricia patricio patrick patrik patrizia patrycja patti paul paula paulette pauli paulina pauline paulo pavel pavla
pedro peggy penelope pertti petar petr petra petri petro petter phil philip philipp philippe phillip philomena phoebe phyllis
pia piero pierre pierrick pieter pietro pilar piotr piroska polina preston prisca priscilla priya przemyslaw rachael rachel
rachid radek radmila radoslav rafael rafal raffaele ragnar ragnhild raimund rainer raj rajesh rajiv ralf ralph ramiro ramon
ramona randall randy raoul raphael raquel rashid rasmus raul raymond raymundo rebecca rebekka regina reiko reiner reinhard
reinhold reinier remi renata renate renato rene renee reza rhonda ricarda ricardina ricardo richard rick ricky riitta riku riley
rina rino rita robbie robert roberta roberto rocco rochelle rocio roderick rodney rodrigo roel rogelio roger roland rolande
rolando rolf romain roman romy ronald ronan ronnie rosa rosalia rosalie rosalind rosalyn rosanna roseanne rosemarie rosemary
rosie rosita roswitha rowan roxanne roy ruben rudi rudolf rudolph rudy rui rupert ruslan russell ruta ruth ruud ryan ryszard
sabine sabrina sadie saeed sakura sally salvatore samantha samir samira samuel samuele sandra sanjay sanna santiago saoirse sara
sarah sascha saskia satoshi satu saul savannah scott sean sebastian serena serge sergei sergej sergey sergio shane shannon
shanti sharon shaun shauna shawn sheila shelby shelley sheri sherry shigeru shinji shirin shirley shoko sibylle siegfried sigrid
sigurd silas silke silvana silvano silvestre silvia silviu simon simone sinikka sirpa slavko slobodan snezana sofia sofie
solange solveig sonia sonja sophia sophie soren stacey stacy stanislaus stanislav stanislaw stanley stefan stefania stefanie
stefanos steffen steffi stella stellan stephan stephane stephanie stephen steve steven stian stig stina stuart sture sumit sunil
sunita susan susana susann susanna susanne susie suvi suzan suzanna suzanne suzette svein sven svend svenja svetlana svitlana
sybille sylvain sylvester sylvia sylvie szymon tadashi tadeusz taina takashi takeshi tamar tamara tamas tammy tania tanja tanya
tarek tariq taro tatiana tatjana tatyana teemu teodor teodora terence teresa teresita terje terrence terri terry tetsuya
thaddeus thea thelma theodor theodora theodore theresa therese thibault thierry thilo thomas thomasina thor thora thorbjorn
thorsten tiago tiina tilman tim timmy timo timothy tina tobiah tobias todd tom tomas tomasz tomislav tommaso tommy tomoko toni
tonja tonje tony tonya torben torsten tove tracey tracy trevor trine trisha tristan troels trude trudy tuomas tyler tyrone ugo
ulf ulla ulrich ulrik ulrike umberto ursel ursula uta ute uwe vaclav valentin valentina valeria valerian valerie valeriy vanesa
vanessa vanja vasile vasilis vasily vaughn veikko velma venla vera vernon veronica veronika veronique vesna vibeke vicente vicki
vicky victoire victor victoria vidar viggo viktor vilhelm vilja vilma vincent vincenza vincenzo viola violeta viorica virginia
vito vittorio vivian viviana vivien vladimir vladislav vlado volker walburga waldemar wallace walt walter waltraud wanda warren
wayne wenche wendell wendy wenzel werner wesley wieslaw wilfred wilfried wilhelm wilhelmina wilhelmine willard willem willi
william willie wilma winfried winifred winston wojciech wolfgang wolfram xaver xavier ximena yan yannick yannis yaroslav yasmin
yasmina yasuko yelena yevgeny ylva yolanda yolande yosef yoshiko youssef yuka yuki yukiko yulia yuliya yuri yusuf yves yvette
yvonne zachariah zachary zara zbigniew zdenek zdenka zelda zeynep zita zoe zofia zoltan zora zoran zsofia zsolt zuzana zygmunt
`;

export const FIRST_NAMES: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
